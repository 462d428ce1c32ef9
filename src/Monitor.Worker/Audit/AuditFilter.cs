using System.Globalization;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Audit;

/// <summary>Which rows of the record somebody wants to see. What is null does not filter.</summary>
/// <param name="Actor">User name, or the number of the OS user.</param>
/// <param name="Verb">For example <c>flag.decide</c>; <c>flag.*</c> is every verb that begins so.</param>
/// <param name="Subject">For example <c>flag:12</c>; <c>flag:*</c> is every subject that begins so.</param>
/// <param name="Since">From this moment on.</param>
/// <param name="Until">Before this moment.</param>
/// <param name="Limit">At most so many of the newest.</param>
internal sealed record AuditFilter(string? Actor, string? Verb, string? Subject, DateTimeOffset? Since, DateTimeOffset? Until, int Limit)
{
    /// <summary>Reads what a person wrote. A day means the whole of it in Jakarta, so <c>--until</c> takes it in.</summary>
    /// <exception cref="RefusalException">A time cannot be read.</exception>
    public static AuditFilter Of(string? actor, string? verb, string? subject, string? since, string? until, int limit) =>
        new(Blank(actor), Blank(verb), Blank(subject), Moment(since, days: 0), Moment(until, days: 1), Math.Clamp(limit, 1, 1_000_000));

    /// <summary>The condition and its arguments.</summary>
    public (string Where, Dictionary<string, object?> Arguments) ToSql()
    {
        var conditions = new List<string>();
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Limit"] = Limit };
        if (Actor is not null)
        {
            conditions.Add("(actor = @Actor OR actor_uid = @Uid)");
            arguments["Actor"] = Actor;
            arguments["Uid"] = long.TryParse(Actor, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid : null;
        }

        Words("verb", Verb);
        Words("subject", Subject);
        Bound("at >= @Since", "Since", Since);
        Bound("at < @Until", "Until", Until);
        return (conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions), arguments);

        void Words(string column, string? asked)
        {
            if (asked is not null)
            {
                // A range and not LIKE: it uses the index and needs no escaping.
                var prefix = asked.EndsWith('*') ? asked[..^1] : null;
                conditions.Add(prefix is null ? $"{column} = @{column}" : $"({column} >= @{column} AND {column} < @{column}End)");
                arguments[column] = prefix ?? asked;
                arguments[column + "End"] = prefix + '\uFFFF';
            }
        }

        void Bound(string condition, string name, DateTimeOffset? moment)
        {
            if (moment is { } at)
            {
                conditions.Add(condition);
                arguments[name] = at.ToUnixTimeMilliseconds();
            }
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Moment(string? written, int days)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return null;
        }

        if (DateOnly.TryParseExact(written.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var midnight = day.AddDays(days).ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(midnight, Zones.Jakarta.GetUtcOffset(midnight));
        }

        return DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw RefusalException.Wrong(
                $"Waktu '{written}' tidak terbaca; tulislah seperti 2026-11-20 atau 2026-11-20T14:30:00+07:00.",
                $"The time '{written}' cannot be read; write it like 2026-11-20 or 2026-11-20T14:30:00+07:00."
            );
    }
}
