namespace Monitor.Classifier.Text;

/// <summary>Words written twice with a hyphen between.</summary>
internal static class DoubledWords
{
    /// <summary>Length in tokens of "teman-teman", "berbalas-balasan", "sayur-mayur" from here; 1 when it is not one.</summary>
    public static int Length(TextBuffer buffer, int index)
    {
        if (index + 2 >= buffer.RawCount)
        {
            return 1;
        }

        ref readonly var left = ref buffer.Raw[index];
        ref readonly var mark = ref buffer.Raw[index + 1];
        ref readonly var right = ref buffer.Raw[index + 2];
        if (
            mark.Kind != TokenKind.Punctuation
            || mark.Length != 1
            || buffer.Forms[mark.FormStart] != '-'
            || right.Kind != TokenKind.Word
            || mark.Start != left.Start + left.Length
            || right.Start != mark.Start + 1
            || left.FormLength < 2
            || right.FormLength < 2
        )
        {
            return 1;
        }

        var first = buffer.Form(left);
        var second = buffer.Form(right);
        var shared = Math.Min(4, second.Length);
        return
            second.StartsWith(first)
            || first.IndexOf(second[..shared]) >= 0
            || (first.Length == second.Length && first.Length >= 4 && first[1..].SequenceEqual(second[1..]))
            ? 3
            : 1;
    }

    /// <summary>Adds the doubled word as one token.</summary>
    public static void Add(TextBuffer buffer, int index, int count)
    {
        ref readonly var left = ref buffer.Raw[index];
        ref readonly var right = ref buffer.Raw[index + count - 1];
        var form = buffer.FormsLength;
        buffer.Append(buffer.Form(left));
        buffer.Append('-');
        buffer.Append(buffer.Form(right));
        buffer.AddFormed(left.Start, right.Start + right.Length - left.Start, TokenKind.Word, form, left.Flags, -1);
    }
}
