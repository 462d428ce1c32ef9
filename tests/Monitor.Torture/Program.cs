using Monitor.Torture;

TortureOptions options;
try
{
    options = TortureOptions.Parse(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

await using var run = new Run(options, Console.WriteLine);
return (await run.ToTheEndAsync()).Violations.Count == 0 ? 0 : 1;
