using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Alerts;

/// <summary>Something that operators have to know now.</summary>
/// <param name="Kind">What, for machines: <c>source-red</c>.</param>
/// <param name="Count">How many, or how much.</param>
/// <param name="Text">The same for people: counts and commands, never a person, a text, an address or a number of an item.</param>
internal sealed record Condition(string Kind, long Count, Sentence Text);

/// <summary>One line of a message.</summary>
/// <param name="Kind">What.</param>
/// <param name="State"><c>raised</c>, <c>worse</c>, <c>still</c> or <c>over</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">Since when.</param>
/// <param name="Text">For people.</param>
internal sealed record AlertLine(string Kind, string State, long Count, DateTimeOffset Since, Sentence Text);

/// <summary>What is sent: everything that goes on, in one message.</summary>
/// <param name="Id">The same at every try, so that a receiver knows it again.</param>
/// <param name="At">When it was put together.</param>
/// <param name="Name">Which installation.</param>
/// <param name="Alerts">The lines, news first.</param>
internal sealed record AlertMessage(string Id, DateTimeOffset At, string Name, IReadOnlyList<AlertLine> Alerts)
{
    private static readonly string[] Order = ["raised", "worse", "still", "over"];

    /// <summary>One line for a mail's subject.</summary>
    public string Subject
    {
        get
        {
            var fresh = Alerts.Where(line => line.State is "raised" or "worse").Select(line => line.Kind).ToList();
            var words = fresh.Count > 0 ? fresh : [.. Alerts.Select(line => $"{line.Kind} {line.State}")];
            return $"[Monitor {Name}] {string.Join(", ", words)}";
        }
    }

    /// <summary>For people, in both languages.</summary>
    public string Body
    {
        get
        {
            var text = new StringBuilder();
            foreach (var tongue in (Tongue[])[Tongue.Indonesian, Tongue.English])
            {
                foreach (var line in Alerts.OrderBy(line => Array.IndexOf(Order, line.State)))
                {
                    text.Append(Word(line.State, tongue)).Append(": ").Append(line.Text.In(tongue));
                    text.Append($" ({line.Since:yyyy-MM-dd HH:mm}Z)").Append("\r\n");
                }

                text.Append("\r\n");
            }

            return text.Append($"{Name}, {At:yyyy-MM-dd HH:mm}Z, {Id}\r\n").ToString();
        }
    }

    private static string Word(string state, Tongue tongue) =>
        (state, tongue) switch
        {
            ("raised", Tongue.Indonesian) => "BARU",
            ("worse", Tongue.Indonesian) => "MEMBURUK",
            ("still", Tongue.Indonesian) => "masih",
            ("over", Tongue.Indonesian) => "selesai",
            ("raised", _) => "NEW",
            ("worse", _) => "WORSE",
            _ => state,
        };
}
