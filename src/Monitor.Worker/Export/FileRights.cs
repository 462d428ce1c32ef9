namespace Monitor.Worker.Export;

/// <summary>Who may read the files that the daemon delivers. Whole NIPs are in them: nobody outside owner and group, whatever is configured.</summary>
internal static class FileRights
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The owner alone.</summary>
    public const UnixFileMode OwnerOnly = Owner;

    /// <summary>From the octal digits; null for anything that is not one of those that make sense here.</summary>
    public static UnixFileMode? Read(string octal) =>
        octal switch
        {
            "0600" => OwnerOnly,
            "0400" => UnixFileMode.UserRead,
            "0640" => Owner | UnixFileMode.GroupRead,
            "0440" => UnixFileMode.UserRead | UnixFileMode.GroupRead,
            "0660" => Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            _ => null,
        };

    /// <summary>Of the folder: who may read its files may enter it, and only the owner may put something there.</summary>
    public static UnixFileMode OfFolder(UnixFileMode files) =>
        Owner
        | UnixFileMode.UserExecute
        | (files.HasFlag(UnixFileMode.GroupRead) ? UnixFileMode.GroupRead | UnixFileMode.GroupExecute : UnixFileMode.None);
}
