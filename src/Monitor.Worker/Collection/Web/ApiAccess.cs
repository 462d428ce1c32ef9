namespace Monitor.Worker.Collection.Web;

/// <summary>A bearer token. It says its value only to <see cref="Wire"/>; printed, logged or serialised it is three stars.</summary>
internal sealed class ApiToken(string value)
{
    /// <summary>For an interface that asks for none; no Authorization header is sent.</summary>
    public static ApiToken None { get; } = new("");

    /// <summary>Whether there is one at all.</summary>
    public bool IsEmpty => value.Length == 0;

    /// <summary>The value of the Authorization header.</summary>
    internal string HeaderValue => $"Bearer {value}";

    /// <inheritdoc />
    public override string ToString() => "***";
}

/// <summary>With what right, and against which of the contract's limits, an interface is asked.</summary>
/// <param name="Token">What proves the contract.</param>
/// <param name="Bucket">The endpoint whose limit the request counts against: it rests alone, not its whole host.</param>
internal sealed record ApiAccess(ApiToken Token, string Bucket);

/// <summary>The interfaces that are used under a contract, by the addresses that configuration gives. Nothing else is asked without its robots.txt, or with a token.</summary>
internal sealed class ContractedApis(IReadOnlyList<Uri> addresses)
{
    private readonly IReadOnlyList<Uri> _addresses = addresses;

    /// <summary>No interface at all.</summary>
    public static ContractedApis None { get; } = new([]);

    /// <summary>These and those.</summary>
    public ContractedApis And(ContractedApis others) => new([.. _addresses, .. others._addresses]);

    /// <summary>Whether an address belongs to one of them: same scheme, host and port, and below its path.</summary>
    public bool Hold(Uri url) =>
        _addresses.Any(address =>
            string.Equals(address.Scheme, url.Scheme, StringComparison.Ordinal)
            && string.Equals(address.IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase)
            && address.Port == url.Port
            && url.AbsolutePath.StartsWith(address.AbsolutePath, StringComparison.Ordinal)
        );
}
