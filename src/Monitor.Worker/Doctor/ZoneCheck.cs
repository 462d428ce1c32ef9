using Monitor.Worker.Contests;
using Monitor.Worker.Language;

namespace Monitor.Worker.Doctor;

/// <summary>The machine's time zone data. The program counts with the zones of the law and needs none; the machine's log and cron do.</summary>
internal static class ZoneCheck
{
    /// <summary>Whether the machine's data agree with the law.</summary>
    /// <param name="find">Finds a zone by its IANA name, as <see cref="TimeZoneInfo.FindSystemTimeZoneById"/> does.</param>
    /// <param name="now">The moment for which they are compared.</param>
    public static Diagnosis Look(Func<string, TimeZoneInfo> find, DateTimeOffset now)
    {
        const string name = "zones";
        var fix = new Sentence("Pasang data zona waktu: apt-get install tzdata.", "Install the time zone data: apt-get install tzdata.");
        foreach (var (id, law) in Zones.ById)
        {
            try
            {
                if (find(id).GetUtcOffset(now) != law.BaseUtcOffset)
                {
                    return Diagnosis.Attention(
                        name,
                        new Sentence(
                            $"Data zona mesin menyebut {id} UTC+{find(id).GetUtcOffset(now).TotalHours:0.#}; menurut hukum UTC+{law.BaseUtcOffset.Hours}, dan itulah yang dipakai Monitor.",
                            $"The machine's zone data give {id} as UTC+{find(id).GetUtcOffset(now).TotalHours:0.#}; the law says UTC+{law.BaseUtcOffset.Hours}, and that is what Monitor uses."
                        ),
                        fix
                    );
                }
            }
            catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException)
            {
                return Diagnosis.Attention(
                    name,
                    new Sentence(
                        $"Mesin ini tidak mengenal zona {id}; Monitor memakai zona menurut hukum dan tetap benar, waktu di log dan cron mesin mungkin tidak.",
                        $"This machine does not know the zone {id}; Monitor uses the zones of the law and stays right, times in the machine's log and cron may not."
                    ),
                    fix
                );
            }
        }

        return Diagnosis.Good(name, "WIB, WITA, dan WIT sesuai dengan hukum.", "WIB, WITA and WIT are as the law says.");
    }
}
