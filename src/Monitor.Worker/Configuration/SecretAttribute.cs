namespace Monitor.Worker.Configuration;

/// <summary>The value is never shown: not by <c>run --check</c>, not in a problem, not in a log.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
