using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Cli.Desk;

/// <summary>One answer that can be picked.</summary>
/// <param name="Code">What is recorded.</param>
/// <param name="Words">What is read.</param>
/// <param name="More">Shown while it stands under the cursor.</param>
internal sealed record Pick(string Code, string Words, string More = "");

/// <summary>One thing a verdict must say.</summary>
/// <param name="Name">One of <see cref="Question"/>.</param>
/// <param name="Title">As it is asked.</param>
/// <param name="Picks">What can be picked; empty for own words.</param>
/// <param name="Start">What stands there at first, in sight of the person.</param>
/// <param name="Required">Whether own words may be empty.</param>
internal sealed record Asked(string Name, string Title, IReadOnlyList<Pick> Picks, string Start = "", bool Required = false);

/// <summary>What must be asked for a verdict, in order.</summary>
internal static class Questions
{
    /// <summary>Asked last where a verdict cannot be taken back.</summary>
    public const string Sure = "sure";

    /// <summary>All of them for this draft; an answer can bring another question with it.</summary>
    public static IReadOnlyList<Asked> Of(FlagView flag, Draft draft, Rules rules, Tongue tongue)
    {
        var asked = new List<Asked>();
        if (draft.Verdict == Verdict.Confirm)
        {
            Confirmation(asked, flag, draft, rules, tongue);
        }
        else
        {
            asked.Add(
                new Asked(
                    Question.Ground,
                    Say("Dasar penolakan", "Ground of the dismissal"),
                    [.. rules.Grounds.Select(ground => new Pick(ground.Code, ground.Name.In(tongue), ground.When.In(tongue)))]
                )
            );
        }

        asked.Add(
            new Asked(
                Question.Reason,
                Say("Alasan dengan kata-kata Anda (wajib)", "Reason in your own words (required)"),
                [],
                Required: true
            )
        );
        if (DecideVerb.Coverable(flag, draft.Verdict == Verdict.Confirm) is { Count: > 0 } members)
        {
            var numbers = string.Join(',', members.Select(member => member.Id.ToString(CultureInfo.InvariantCulture)));
            var each = string.Join("; ", members.Select(member => $"flag {member.Id} {FlagScreen.Clip(member.Title, 60)}"));
            asked.Add(
                new Asked(
                    Question.Group,
                    Say($"Juga untuk {members.Count} lain sekelompok? {each}", $"Also for {members.Count} others of the group? {each}"),
                    [new Pick(Question.No, Say("hanya yang ini", "only this one")), new Pick(numbers, Say("semuanya", "all of them"), each)]
                )
            );
        }

        if (flag.State == FlagState.Proposed)
        {
            asked.Add(
                new Asked(
                    Sure,
                    Say("Putusan kedua tidak dapat ditarik kembali. Kirim?", "A second verdict cannot be taken back. Send it?"),
                    [new Pick(Question.Yes, Say("ya, kirim", "yes, send it")), new Pick(Question.No, Say("tidak, kembali", "no, go back"))]
                )
            );
        }

        return asked;

        string Say(string id, string en) => tongue == Tongue.English ? en : id;
    }

    private static void Confirmation(List<Asked> asked, FlagView flag, Draft draft, Rules rules, Tongue tongue)
    {
        asked.Add(new Asked(Question.Form, Say("Bentuk pelanggaran", "Form of violation"), Forms(flag, rules, tongue)));
        if (draft[Question.Form] is { } code && rules.Form(code) is { Basis.Count: 0 })
        {
            asked.Add(
                new Asked(
                    Question.Basis,
                    Say("Dasar hukum (bentuk ini tidak mempunyainya)", "Legal basis (this form has none of its own)"),
                    [],
                    Required: true
                )
            );
        }

        asked.Add(
            new Asked(
                Question.Phase,
                Say("Tahapan", "Phase"),
                [
                    .. flag.Phases.Select(phase => new Pick(phase.Code, phase.Name.In(tongue))),
                    new Pick(Particulars.NoPhase, Say("tidak ada tahapan yang berjalan", "no phase runs")),
                ]
            )
        );
        asked.Add(
            new Asked(
                Question.EventAt,
                Say("Waktu kejadian, waktu setempat", "Time of the event, local time"),
                [],
                // In sight, and taken only by the person's own Enter.
                flag.PublishedAt
                    is { } at
                    ? FlagScreen.Local(at, flag.Zone, "yyyy-MM-dd HH:mm")[..16]
                    : "",
                Required: true
            )
        );
        asked.Add(
            new Asked(
                Question.EventKnown,
                Say("Bagaimana waktu itu diketahui", "How that time is known"),
                Of(rules.Particulars.EventTimes, tongue)
            )
        );
        asked.Add(
            new Asked(
                Question.Ownership,
                Say("Pemeriksaan kepemilikan akun", "Check of the account's ownership"),
                Of(rules.Particulars.OwnershipChecks, tongue)
            )
        );
        asked.Add(new Asked(Question.Note, Say("Keterangan pemeriksaan (boleh kosong)", "More about the check (may be empty)"), []));
        asked.Add(
            new Asked(
                Question.Crime,
                Say("Dugaan tindak pidana, untuk Gakkumdu?", "Possible crime, for Gakkumdu?"),
                [new Pick(Question.No, Say("tidak", "no")), new Pick(Question.Yes, Say("ya", "yes"))]
            )
        );

        string Say(string id, string en) => tongue == Tongue.English ? en : id;
    }

    private static List<Pick> Forms(FlagView flag, Rules rules, Tongue tongue)
    {
        var day = rules.DayIn(flag.PublishedAt ?? flag.FoundAt, flag.Region);
        var suggested = flag.SuggestedForms.Select(form => new Pick(
            form.Code,
            tongue == Tongue.English ? form.NameEn : form.NameId,
            string.Join("; ", form.Why.Select(why => why.In(tongue))) + ". " + form.Text
        ));
        var others = rules
            .FormsInForce(day)
            .Where(form => !flag.SuggestedForms.Any(shown => shown.Code == form.Code))
            .Select(form => new Pick(
                form.Code,
                form.Name.In(tongue),
                (tongue == Tongue.English ? "Not suggested. " : "Tidak diusulkan. ") + form.Text
            ));
        return [.. suggested, .. others];
    }

    private static List<Pick> Of(IReadOnlyList<Choice> choices, Tongue tongue) =>
        [.. choices.Select(choice => new Pick(choice.Code, choice.Name.In(tongue), choice.When.In(tongue)))];
}
