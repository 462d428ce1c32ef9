using Monitor.Worker.Export;

namespace Monitor.Worker.Cli;

/// <summary>The lines about exports on the status screen.</summary>
internal static class ExportScreen
{
    public static void Show(Invocation call, ExportHealth health)
    {
        var undelivered = health.Recipients.Sum(one => one.Undelivered);
        call.Print(
            call.Text(
                $"Ekspor     {string.Join(", ", health.Recipients.Select(one => one.Recipient))}; {undelivered} batch belum sampai; {(health.Signed ? "ditandatangani" : "tidak ditandatangani (monitor export key create)")}",
                $"Exports    {string.Join(", ", health.Recipients.Select(one => one.Recipient))}; {undelivered} batches have not arrived; {(health.Signed ? "signed" : "not signed (monitor export key create)")}"
            )
        );
        if (health.KeyProblem is { } problem)
        {
            call.Print(call.Text($"MERAH      tidak ada yang diekspor: {problem.Id}", $"RED        nothing is exported: {problem.En}"));
        }

        foreach (var one in health.Recipients.Where(one => one.NextRun is not null))
        {
            call.Print(
                call.Text(
                    $"           ke {one.Recipient} berikutnya {one.NextRun:yyyy-MM-dd HH:mm}Z",
                    $"           next to {one.Recipient} {one.NextRun:yyyy-MM-dd HH:mm}Z"
                )
            );
            if (one.Setback is { } setback)
            {
                var word = setback.Failures >= 3 ? call.Text("MERAH    ", "RED      ") : call.Text("PERHATIAN", "ATTENTION");
                call.Print(
                    call.Text(
                        $"{word}  ekspor terjadwal ke {one.Recipient} gagal {setback.Failures} kali sejak {setback.FirstAt:yyyy-MM-dd HH:mm}Z, dicoba lagi {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonId}",
                        $"{word}  the scheduled export to {one.Recipient} failed {setback.Failures} times since {setback.FirstAt:yyyy-MM-dd HH:mm}Z, tried again {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonEn}"
                    )
                );
            }
        }

        foreach (var one in health.Recipients.Where(one => one.Unanswered > 0))
        {
            call.Print(
                call.Text(
                    $"PERHATIAN  {one.Unanswered} temuan belum dijawab {one.Recipient} lewat waktunya, yang terlama dikirim {one.UnansweredSince:yyyy-MM-dd HH:mm}Z.",
                    $"ATTENTION  {one.Unanswered} findings have not been answered by {one.Recipient} in time, the oldest was delivered {one.UnansweredSince:yyyy-MM-dd HH:mm}Z."
                )
            );
        }
    }
}
