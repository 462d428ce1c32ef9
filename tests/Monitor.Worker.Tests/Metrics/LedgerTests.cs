using Monitor.Worker.Metrics;

namespace Monitor.Worker.Tests.Metrics;

public sealed class LedgerTests
{
    private static readonly Family Weather = new("monitor_weather", FamilyKind.Gauge, "The weather.", "place");

    [Fact]
    public void WhatIsCountedStandsInTheTextWithItsLabels()
    {
        using var ledger = new Ledger();
        var job = $"uji-{Guid.NewGuid():N}";
        Measures.JobFailures.Add(2, new KeyValuePair<string, object?>("job", job));
        Measures.JobFailures.Add(1, new KeyValuePair<string, object?>("job", job));
        Assert.Contains(
            $"monitor_job_failures_total{{job=\"{job}\"}} 3\n",
            OpenMetricsText.Write(ledger, [], [], openMetrics: true),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ADistributionIsCumulativeAndEndsInEverything()
    {
        using var ledger = new Ledger();
        var job = $"uji-{Guid.NewGuid():N}";
        foreach (var seconds in (double[])[0.0005, 0.001, 0.3, 1000])
        {
            Measures.JobDuration.Record(seconds, new KeyValuePair<string, object?>("job", job));
        }

        var text = OpenMetricsText.Write(ledger, [], [], openMetrics: true);
        // A bound belongs to its own bucket.
        Assert.Contains($"monitor_job_duration_seconds_bucket{{job=\"{job}\",le=\"0.001\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"monitor_job_duration_seconds_bucket{{job=\"{job}\",le=\"0.5\"}} 3\n", text, StringComparison.Ordinal);
        Assert.Contains($"monitor_job_duration_seconds_bucket{{job=\"{job}\",le=\"300\"}} 3\n", text, StringComparison.Ordinal);
        Assert.Contains($"monitor_job_duration_seconds_bucket{{job=\"{job}\",le=\"+Inf\"}} 4\n", text, StringComparison.Ordinal);
        Assert.Contains($"monitor_job_duration_seconds_sum{{job=\"{job}\"}} 1000.3015\n", text, StringComparison.Ordinal);
        Assert.Contains($"monitor_job_duration_seconds_count{{job=\"{job}\"}} 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyThreadsLoseNothing()
    {
        var tally = new Tally([1]);
        Parallel.For(
            0,
            8,
            _ =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    tally.Add(i % 2 == 0 ? 0.5 : 2);
                }
            }
        );
        Assert.Equal([40_000, 80_000], tally.Cumulative);
        Assert.Equal(100_000, tally.Sum);
    }

    [Fact]
    public void LabelsThatHoldQuotesAndLineEndsStayOneLabel()
    {
        using var ledger = new Ledger();
        var text = OpenMetricsText.Write(ledger, [Weather], [new Sample(Weather, 1, "di \"kota\"\n\\baru")], openMetrics: true);
        Assert.Contains("monitor_weather{place=\"di \\\"kota\\\"\\n\\\\baru\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTwoFormatsDifferWhereTheirRulesDo()
    {
        using var ledger = new Ledger();
        var open = OpenMetricsText.Write(ledger, [], [], openMetrics: true);
        var older = OpenMetricsText.Write(ledger, [], [], openMetrics: false);
        Assert.EndsWith("# EOF\n", open, StringComparison.Ordinal);
        Assert.Contains("# TYPE monitor_fetches counter\n", open, StringComparison.Ordinal);
        Assert.Contains("# TYPE monitor_fetches_total counter\n", older, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", older, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFamilyIsNamedByTheConventions() =>
        Assert.All(
            Measures.All.Concat(Monitor.Worker.Api.Readings.All),
            family =>
            {
                Assert.Matches("^monitor_[a-z]+(_[a-z]+)*$", family.Name);
                Assert.DoesNotMatch("_(total|count|sum|bucket|ms|minutes)$", family.Name);
                Assert.EndsWith(".", family.Help, StringComparison.Ordinal);
            }
        );
}
