using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Collection;
using Monitor.Worker.Contests;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Sampling;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Accuracy;

/// <summary>
/// The blind reading of unflagged texts. An answer is a figure and nothing more; only a ketua makes a flag of a text that was answered with yes,
/// on purpose, with a reason and on record.
/// </summary>
internal sealed class Samples(
    Database database,
    SampleDraw draw,
    SourceStore sources,
    Intake.Intake intake,
    AuditLog audit,
    ReviewOptions review,
    PrivacyOptions privacy,
    TimeProvider time
)
{
    /// <summary>Shows the next text that this person may read; null when none waits.</summary>
    public Task<SampleView?> NextAsync(Reviewer reviewer, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var waiting = (await SampleStore.WaitingAsync(session, reviewer.Identity, now, now - privacy.SampledFor)).FindAll(row =>
                    Sees(reviewer, row)
                );
                foreach (var row in waiting)
                {
                    if (await IsTooNearAsync(session, row, reviewer))
                    {
                        continue;
                    }

                    var until = now + review.ClaimFor;
                    await SampleStore.ShowAsync(session, row.Id, reviewer.Identity, until);
                    var text = draw.Open(row.TextProtected!);
                    return new SampleView(
                        row.Id,
                        text.Text,
                        text.Shared is { Text.Length: > 0 } shared ? shared.Text : null,
                        until,
                        waiting.Count - 1
                    );
                }

                return (SampleView?)null;
            },
            ct
        );

    /// <summary>Takes what a person says of the text that was shown to that person.</summary>
    /// <exception cref="RefusalException">It was not shown to this person, that is too long ago, or it is no answer.</exception>
    public Task AnswerAsync(long id, string? label, Reviewer reviewer, CancellationToken ct)
    {
        if (!SampleLabel.All.Contains(label, StringComparer.Ordinal))
        {
            throw RefusalException.Wrong(
                $"Jawaban harus salah satu dari {string.Join(", ", SampleLabel.All)}.",
                $"The answer must be one of {string.Join(", ", SampleLabel.All)}."
            );
        }

        return database.WriteAsync(
            async session =>
            {
                var row = await SampleStore.FindAsync(session, id);
                var now = time.GetUtcNow();
                // Whatever else holds of it is not this person's to know.
                if (row is null || row.ShownIdentity != reviewer.Identity)
                {
                    throw RefusalException.NotFound(
                        $"Contoh {id} tidak sedang ditunjukkan kepada Anda; ambil dengan 'monitor sample next'.",
                        $"Sample {id} was not shown to you; take one with 'monitor sample next'."
                    );
                }

                if (row.Label is not null || row.TextProtected is null || row.ShownUntil < now)
                {
                    throw RefusalException.Conflict(
                        $"Contoh {id} sudah dijawab atau waktunya lewat; jawaban Anda tidak dicatat.",
                        $"Sample {id} is answered already or its time is over; your answer was not recorded."
                    );
                }

                await SampleStore.AnswerAsync(session, id, label!, reviewer.Identity, reviewer.Actor.Name, now);
                await audit.RecordAsync(session, reviewer.Actor, "sample.answer", Subject(id), after: new { label, row.Stratum });
            },
            ct
        );
    }

    /// <summary>
    /// Opens a flag of a text that was answered with yes. It is an ordinary flag from then on; neither who read the sample nor who raised it
    /// decides about it.
    /// </summary>
    /// <exception cref="RefusalException">No reason, no such text any more, not answered with yes, or too near to this person.</exception>
    public async Task<long> RaiseAsync(long id, string? reason, Reviewer reviewer, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw RefusalException.Wrong("Alasan wajib diisi (--reason).", "A reason is required (--reason).");
        }

        var row = await database.ReadAsync(session => RaisableAsync(session, id, reviewer), ct);
        var text = draw.Open(row.TextProtected!);
        var native = string.Create(CultureInfo.InvariantCulture, $"sample:{id}");
        // The page as it was received is not here any more: the proof says what it is, the words that were kept.
        var statement = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                sample = id,
                raisedBy = reviewer.Actor.Name,
                url = text.Url,
                published = text.Published,
                seen = text.SeenAt,
                text = text.Text,
                shared = text.Shared,
            },
            JsonSerializerOptions.Web
        );
        var url = text.Url is null ? null : new Uri(text.Url);
        var item = new Item
        {
            NativeId = native,
            Url = url,
            Text = text.Text,
            Published = text.Published,
            Shared = text.Shared,
            Capture = new Capture(statement, "application/json", url ?? new Uri($"urn:monitor:{native}"), time.GetUtcNow(), []),
        };
        var testimony = new Testimony(
            $"raised from a sample by {reviewer.Actor.Name}: the kept words, not the page",
            [],
            async (session, result) =>
            {
                // Asked again under the lock: another may have raised it, or its time may be over.
                var now = await RaisableAsync(session, id, reviewer);
                await SampleStore.RaisedAsync(session, id, result.Flag!.Value);
                await FlagStore.ReportedByAsync(session, result.Flag.Value, reviewer.Identity);
                await FlagStore.ReportedByAsync(session, result.Flag.Value, now.ReadIdentity!);
                await audit.RecordAsync(
                    session,
                    reviewer.Actor,
                    "sample.raise",
                    $"flag:{result.Flag}",
                    after: new { sample = id, reason = reason.Trim() }
                );
            }
        );
        var source = new ItemSource(await sources.ForReportsAsync(ct), row.AccountId, row.RegionCode);
        return (await intake.TakeReportAsync(source, item, testimony, ct)).Flag
            ?? throw new InvalidOperationException($"Sample {id} was raised and has no flag.");
    }

    private static async Task<SampleRow> RaisableAsync(Session session, long id, Reviewer reviewer)
    {
        var row = await SampleStore.FindAsync(session, id);
        if (row?.TextProtected is null || row.Label != SampleLabel.Yes || !Sees(reviewer, row))
        {
            throw RefusalException.NotFound(
                $"Contoh {id} tidak dijawab 'yes', teksnya sudah dihapus, atau bukan wilayah Anda.",
                $"Sample {id} was not answered with 'yes', its text is gone, or it is not of your regions."
            );
        }

        return await IsTooNearAsync(session, row, reviewer)
            ? throw RefusalException.Conflict(
                $"Contoh {id} menyangkut Anda atau instansi Anda sendiri; ketua lain yang mengangkatnya.",
                $"Sample {id} concerns yourself or your own instansi; another ketua raises it."
            )
            : row;
    }

    private static string Subject(long id) => string.Create(CultureInfo.InvariantCulture, $"sample:{id}");

    private static bool Sees(Reviewer reviewer, SampleRow row) =>
        reviewer.Regions.Count == 0
        || string.IsNullOrEmpty(row.RegionCode)
        || reviewer.Regions.Any(own => Region.Covers(own, row.RegionCode));

    private static async Task<bool> IsTooNearAsync(Session session, SampleRow row, Reviewer reviewer)
    {
        if (reviewer.NipIndex is not null && row.NipIndex == reviewer.NipIndex)
        {
            return true;
        }

        var registered = await Impartiality.OwnInstansiAsync(session, reviewer);
        return ((string?[])[reviewer.Instansi, registered]).Any(own =>
            InstansiName.Same(own, row.Instansi) || InstansiName.Same(own, row.Unit)
        );
    }
}

/// <summary>A text to be read blind: neither by whom nor where nor how the machine scored it.</summary>
/// <param name="Id">Number of the sample.</param>
/// <param name="Text">The words.</param>
/// <param name="Shared">Words of another that it passes on; null when there are none.</param>
/// <param name="Until">Until when the answer is taken.</param>
/// <param name="Waiting">How many more wait.</param>
internal sealed record SampleView(long Id, string Text, string? Shared, DateTimeOffset Until, int Waiting);
