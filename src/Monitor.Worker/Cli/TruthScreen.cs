using Monitor.Worker.Accuracy;

namespace Monitor.Worker.Cli;

/// <summary>How right the machine is and how far its readers agree, as lines; counts too small to say so say that instead.</summary>
internal static class TruthScreen
{
    public static void Show(Invocation call, TruthReading truth)
    {
        var flags = truth.Flags;
        call.Print(
            truth.Precision is { } precision
                ? call.Text(
                    $"Presisi    {Percent(precision)}: {flags.Confirmed} dari {flags.Closed} flag yang diputus dalam {truth.Days} hari terbukti",
                    $"Precision  {Percent(precision)}: {flags.Confirmed} of {flags.Closed} flags decided in {truth.Days} days were confirmed"
                )
                : call.Text(
                    $"Presisi    belum dapat dikatakan: {flags.Closed} flag diputus, perlu {Truth.FewestVerdicts}",
                    $"Precision  cannot be told yet: {flags.Closed} flags decided, {Truth.FewestVerdicts} are needed"
                )
        );
        if (truth.WronglyDismissed is { } wrongly)
        {
            call.Print(
                call.Text(
                    $"           penolakan yang berbalik pada pembacaan kedua: {Percent(wrongly)} ({flags.RereadConfirmed} dari {flags.Reread})",
                    $"           dismissals that a second reading turned: {Percent(wrongly)} ({flags.RereadConfirmed} of {flags.Reread})"
                )
            );
        }

        Recall(call, truth);
        var agreement = truth.Agreement;
        call.Print(
            truth.Kappa is { } kappa
                ? call.Text(
                    $"Sepakat    kappa Cohen {kappa.Value:0.00} ({kappa.Low:0.00} s.d. {kappa.High:0.00}) dari {agreement.ConfirmedReread + agreement.DismissedReread} flag yang dibaca dua kali",
                    $"Agreement  Cohen's kappa {kappa.Value:0.00} ({kappa.Low:0.00} to {kappa.High:0.00}) over {agreement.ConfirmedReread + agreement.DismissedReread} flags read twice"
                )
                : call.Text(
                    $"Sepakat    belum dapat dikatakan: dibaca dua kali {agreement.ConfirmedReread} konfirmasi dan {agreement.DismissedReread} penolakan, masing-masing perlu {Truth.FewestReread}",
                    $"Agreement  cannot be told yet: {agreement.ConfirmedReread} confirmations and {agreement.DismissedReread} dismissals read twice, {Truth.FewestReread} of each are needed"
                )
        );
    }

    private static void Recall(Invocation call, TruthReading truth)
    {
        var read = truth.Strata.Sum(stratum => stratum.Read);
        var texts = truth.Strata.Sum(stratum => stratum.Texts);
        if (truth.Recall is { } recall)
        {
            call.Print(
                call.Text(
                    $"Tertangkap {Percent(recall)} dari yang semestinya ditandai, taksiran dari {read} contoh di antara {texts} teks",
                    $"Recall     {Percent(recall)} of what deserves a flag, estimated from {read} samples of {texts} texts"
                )
            );
        }
        else
        {
            var lacking = string.Join(", ", truth.Strata.Where(IsLacking).Select(stratum => $"{stratum.Name} {stratum.Read}"));
            call.Print(
                call.Text(
                    $"Tertangkap belum dapat dikatakan: {read} contoh dibaca di antara {texts} teks{(lacking.Length > 0 ? $"; tiap lapis perlu {Truth.FewestRead}, baru {lacking}" : "")}",
                    $"Recall     cannot be told yet: {read} samples read of {texts} texts{(lacking.Length > 0 ? $"; {Truth.FewestRead} are needed of each stratum, so far {lacking}" : "")}"
                )
            );
        }

        if (truth.Missed is { } missed)
        {
            call.Print(
                call.Text(
                    $"           terlewat kira-kira {missed.Value:0} teks ({missed.Low:0} s.d. {missed.High:0})",
                    $"           about {missed.Value:0} texts missed ({missed.Low:0} to {missed.High:0})"
                )
            );
        }

        if (truth.Waiting > 0)
        {
            call.Print(
                call.Text(
                    $"           {truth.Waiting} contoh menunggu pembaca (monitor sample next)",
                    $"           {truth.Waiting} samples wait for a reader (monitor sample next)"
                )
            );
        }

        bool IsLacking(StratumCounts stratum) => truth.Lacking.Contains(stratum.Name, StringComparer.Ordinal);
    }

    private static string Percent(Estimate share) => $"{100 * share.Value:0} % ({100 * share.Low:0}-{100 * share.High:0} %)";
}
