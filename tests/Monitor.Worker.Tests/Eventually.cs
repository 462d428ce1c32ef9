namespace Monitor.Worker.Tests;

/// <summary>Waits for what must come, however slow the machine is; the ceiling only ends a test that would hang.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(5);

    /// <summary>Returns once the condition holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var ceiling = new CancellationTokenSource(Ceiling);
        while (!await condition())
        {
            Assert.False(ceiling.IsCancellationRequested, $"Waited {Ceiling} in vain: {what}");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string)"/>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);
}
