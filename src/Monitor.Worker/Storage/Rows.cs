using System.Globalization;
using System.Text;

namespace Monitor.Worker.Storage;

/// <summary>Rows of values for one statement: what stands behind <c>VALUES</c>, and the arguments it names.</summary>
/// <remarks>Each row costs a statement of its own otherwise, and on a server a way there and back.</remarks>
internal sealed class Rows
{
    private readonly StringBuilder _text = new();

    /// <summary>For the statement.</summary>
    public Dictionary<string, object?> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a row.</summary>
    public void Add(params ReadOnlySpan<object?> values)
    {
        _text.Append(_text.Length == 0 ? "(" : ", (");
        for (var i = 0; i < values.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"v{Arguments.Count}");
            Arguments.Add(name, values[i]);
            _text.Append(i == 0 ? "@" : ", @").Append(name);
        }

        _text.Append(')');
    }

    /// <summary>The rows as SQL.</summary>
    public override string ToString() => _text.ToString();
}
