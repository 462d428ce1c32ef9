using Monitor.Worker.Alerts;
using Monitor.Worker.Audit;
using Monitor.Worker.Backups;

namespace Monitor.Worker.Cli;

/// <summary>The lines of the status screen that are an operator's alone: backups, the audit record, messages.</summary>
internal static class OperationScreen
{
    public static void ShowBackup(Invocation call, BackupHealth backup)
    {
        if (!backup.On)
        {
            return;
        }

        var never = call.Text("belum", "not yet");
        var taken = backup.TakenAt is { } at ? $"{backup.File} ({at:yyyy-MM-dd HH:mm}Z, {StatusVerb.Size(backup.Bytes)})" : never;
        var opened = backup.CheckedAt is { } checkedAt ? $"{checkedAt:yyyy-MM-dd HH:mm}Z" : never;
        call.Print(call.Text($"Cadangan   {taken}, terakhir dibuka {opened}", $"Backup     {taken}, last opened {opened}"));
        if (backup.Fault is { } fault)
        {
            call.Print(
                call.Text(
                    $"MERAH      cadangan terbaru tidak dapat diandalkan: {fault.Id}",
                    $"RED        the newest backup cannot be relied on: {fault.En}"
                )
            );
        }

        if (backup.Late)
        {
            call.Print(call.Text("MERAH      cadangan terlambat.", "RED        the backup is late."));
        }

        if (backup.Setback is { } setback)
        {
            var word = backup.Red ? call.Text("MERAH    ", "RED      ") : call.Text("PERHATIAN", "ATTENTION");
            call.Print(
                call.Text(
                    $"{word}  cadangan gagal {setback.Failures} kali sejak {setback.FirstAt:yyyy-MM-dd HH:mm}Z, dicoba lagi {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonId}",
                    $"{word}  the backup failed {setback.Failures} times since {setback.FirstAt:yyyy-MM-dd HH:mm}Z, tried again {setback.NextTryAt:yyyy-MM-dd HH:mm}Z: {setback.ReasonEn}"
                )
            );
        }
    }

    public static void ShowAudit(Invocation call, ChainHealth audit)
    {
        if (audit.Fault is { } fault)
        {
            call.Print(call.Text($"MERAH      {fault.Id}", $"RED        {fault.En}"));
        }
        else if (audit.CheckedAt is { } at)
        {
            call.Print(
                call.Text(
                    $"Audit      {audit.Rows} baris utuh, diperiksa {at:yyyy-MM-dd HH:mm}Z",
                    $"Audit      {audit.Rows} rows hold, walked {at:yyyy-MM-dd HH:mm}Z"
                )
            );
        }
    }

    public static void ShowAlerts(Invocation call, AlertHealth alerts)
    {
        if (alerts.Fault is { } fault)
        {
            call.Print(
                call.Text(
                    $"PERHATIAN  {alerts.Waiting} pesan kepada operator menunggu: {fault.Id}",
                    $"ATTENTION  {alerts.Waiting} messages to operators wait: {fault.En}"
                )
            );
        }

        if (alerts.GivenUp > 0)
        {
            call.Print(
                call.Text(
                    $"PERHATIAN  {alerts.GivenUp} pesan kepada operator tidak pernah diterima dalam 7 hari.",
                    $"ATTENTION  {alerts.GivenUp} messages to operators were never taken within 7 days."
                )
            );
        }
    }
}
