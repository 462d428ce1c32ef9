namespace Monitor.Classifier.Text;

/// <summary>What a form is made of.</summary>
/// <remarks>
/// Written out, because <c>IndexOfAnyInRange</c> and its like box both bounds until the runtime has compiled them anew (.NET 10): 96 bytes
/// for every unknown word of a process that has not run long.
/// </remarks>
internal static class AsciiQuestions
{
    /// <summary>Where the first digit stands, or -1.</summary>
    public static int FirstDigit(ReadOnlySpan<char> form)
    {
        for (var at = 0; at < form.Length; at++)
        {
            if (char.IsAsciiDigit(form[at]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether there is nothing but digits; true of nothing at all.</summary>
    public static bool IsDigits(ReadOnlySpan<char> form)
    {
        foreach (var character in form)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there is nothing but small letters; true of nothing at all.</summary>
    public static bool IsSmallLetters(ReadOnlySpan<char> form)
    {
        foreach (var character in form)
        {
            if (!char.IsAsciiLetterLower(character))
            {
                return false;
            }
        }

        return true;
    }
}
