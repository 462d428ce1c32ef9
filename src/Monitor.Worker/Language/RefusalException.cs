namespace Monitor.Worker.Language;

/// <summary>Why something was not done; each kind has its exit code.</summary>
internal enum RefusalKind
{
    /// <summary>What was given is wrong: exit 2 on the command line, 400 over the socket.</summary>
    WrongInput,

    /// <summary>The caller may not do this: exit 3, 403.</summary>
    NotAllowed,

    /// <summary>What was asked for does not exist: exit 1, 404.</summary>
    NotFound,

    /// <summary>It would have been right a moment ago or for somebody else (a lapsed claim, a second verdict of one person): exit 1, 409.</summary>
    Conflict,

    /// <summary>The daemon has more to do than it may take on; nothing was changed, and in a moment it will do: exit 4, 503.</summary>
    Busy,

    /// <summary>Something that is kept does not check (a broken chain, a changed migration): exit 1, 500.</summary>
    Broken,
}

/// <summary>Refuses with one clear sentence for the person who asked; nothing was changed.</summary>
internal sealed class RefusalException(RefusalKind kind, Sentence sentence) : Exception(sentence.En)
{
    /// <inheritdoc cref="RefusalKind"/>
    public RefusalKind Kind { get; } = kind;

    /// <summary>What to tell the person.</summary>
    public Sentence Sentence { get; } = sentence;

    /// <summary>Refuses wrong input.</summary>
    public static RefusalException Wrong(string id, string en) => new(RefusalKind.WrongInput, new Sentence(id, en));

    /// <summary>Refuses for want of a role.</summary>
    public static RefusalException NotAllowed(string id, string en) => new(RefusalKind.NotAllowed, new Sentence(id, en));

    /// <summary>Says that the thing does not exist.</summary>
    public static RefusalException NotFound(string id, string en) => new(RefusalKind.NotFound, new Sentence(id, en));

    /// <summary>Refuses because of the state that the thing is in now.</summary>
    public static RefusalException Conflict(string id, string en) => new(RefusalKind.Conflict, new Sentence(id, en));

    /// <summary>Asks to come back in a moment.</summary>
    public static RefusalException Busy(string id, string en) => new(RefusalKind.Busy, new Sentence(id, en));

    /// <summary>Says that what is kept does not check.</summary>
    public static RefusalException Broken(string id, string en) => new(RefusalKind.Broken, new Sentence(id, en));
}
