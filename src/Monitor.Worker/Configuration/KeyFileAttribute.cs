namespace Monitor.Worker.Configuration;

/// <summary>The value names a file that holds a key: <c>doctor</c> looks whether others can read it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyFileAttribute : Attribute;
