namespace Monitor.Worker.Configuration;

/// <summary>The value names somebody: an address, a user. It is no secret, but it stays out of a support bundle.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonalAttribute : Attribute;
