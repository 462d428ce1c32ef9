using System.Security.Cryptography;

namespace Monitor.Classifier.Text;

/// <summary>
/// The lexicon with everything worked out (stems, informal forms, skeletons), as one file beside the model: working it out anew costs more
/// than reading the whole model. It carries the hash of the files it was made from. Where that hash is another one the file is passed over and
/// the sources are read, so that an edited list counts at once; whoever changes the rules themselves (stemmer, informal forms) compiles
/// anew, and a test says when it was forgotten.
/// </summary>
public static class CompiledLexicon
{
    /// <summary>The file's name inside the model's folder.</summary>
    public const string FileName = "lexicon.bin";

    private const ulong Magic = 0x314E4F4349584C4EUL; // "NLXICON1"
    private const int HashLength = 32;
    private static readonly string[] Sources = ["words.tsv", "function-words.tsv", "slang.tsv", "stems.tsv"];

    /// <summary>Works the lexicon out from its sources and writes it beside the model, aside first; says how many words it has.</summary>
    public static int Build(string modelsDirectory) => Build(modelsDirectory, PathIn(modelsDirectory));

    /// <summary>The same into another file.</summary>
    public static int Build(string modelsDirectory, string path)
    {
        var directory = SourceDirectory(modelsDirectory);
        var lexicon = Lexicon.FromSources(directory);
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            lexicon.Write(writer);
        }

        var aside = path + ".tmp";
        using (var file = new BinaryWriter(File.Create(aside)))
        {
            file.Write(Magic);
            file.Write(HashOfSources(directory));
            file.Write(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
            file.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        }

        File.Move(aside, path, overwrite: true);
        return lexicon.Count;
    }

    /// <summary>Where the plain files of a models folder are.</summary>
    internal static string SourceDirectory(string modelsDirectory) => Path.Combine(modelsDirectory, "lexicon");

    /// <summary>The compiled lexicon of a models folder; null when there is none or it is not of the sources that lie there.</summary>
    /// <exception cref="InvalidDataException">The file is of these sources and yet not what was written.</exception>
    internal static Lexicon? Read(string modelsDirectory)
    {
        var path = PathIn(modelsDirectory);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var reader = new PartReader(file, path);
        const int header = sizeof(ulong) + (2 * HashLength);
        if (
            reader.Left < header
            || reader.Take<ulong>(1)[0] != Magic
            || !reader.Take<byte>(HashLength).AsSpan().SequenceEqual(HashOfSources(SourceDirectory(modelsDirectory)))
        )
        {
            return null;
        }

        var written = reader.Take<byte>(HashLength);
        reader.Hash();
        var lexicon = Lexicon.Read(reader);
        return reader.Left == 0 && reader.Hashed().AsSpan().SequenceEqual(written)
            ? lexicon
            : throw new InvalidDataException($"{path} is damaged; 'monitor model lexicon' writes it anew.");
    }

    private static string PathIn(string modelsDirectory) => Path.Combine(modelsDirectory, NetralitasClassifier.Folder, FileName);

    private static byte[] HashOfSources(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in Sources)
        {
            hash.AppendData(File.ReadAllBytes(Path.Combine(directory, source)));
        }

        return hash.GetHashAndReset();
    }
}
