using Monitor.Classifier.Text;

namespace Monitor.Classifier.Tests.Text;

/// <summary>Texts taken apart for a test.</summary>
internal static class Some
{
    private static readonly Lazy<TextPipeline> Shared = new(() => TextPipeline.Load(Repository.Models));

    public static TextPipeline Pipeline => Shared.Value;

    public static TextBuffer Tokens(string text, DateOnly? at = null)
    {
        var buffer = new TextBuffer();
        Pipeline.Run(text, at, buffer);
        return buffer;
    }

    /// <summary>The normalised forms, one space between.</summary>
    public static string Forms(string text, DateOnly? at = null)
    {
        var buffer = Tokens(text, at);
        var forms = new List<string>();
        for (var index = 0; index < buffer.Count; index++)
        {
            forms.Add(buffer.Form(buffer.Tokens[index]).ToString());
        }

        return string.Join(' ', forms);
    }
}
