namespace Monitor.Worker.Collection;

/// <summary>Where the text of a feed's entry is.</summary>
internal static class SourceReads
{
    /// <summary>Behind the entry's link: news.</summary>
    public const string Page = "page";

    /// <summary>In the entry itself: posts.</summary>
    public const string Entry = "entry";
}
