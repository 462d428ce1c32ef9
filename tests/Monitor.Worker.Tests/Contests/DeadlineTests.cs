using System.Globalization;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Tests.Contests;

public sealed class DeadlineTests
{
    private static readonly Rules Rules = Rules.Load(Some.RulesFolder);

    /// <summary>Track, step, when its clock started, where, last day, the moment after it. Worked out by hand from the tables of the law.</summary>
    public static TheoryData<string, string, string, string, string, string> Examples =>
        new()
        {
            { "pemilu", "temuan", "2024-01-08T02:00Z", "WIB", "2024-01-15", "2024-01-15T17:00Z" },
            { "pemilu", "temuan", "2024-01-08T16:59Z", "WIB", "2024-01-15", "2024-01-15T17:00Z" },
            { "pemilu", "temuan", "2024-01-08T17:00Z", "WIB", "2024-01-16", "2024-01-16T17:00Z" },
            { "pemilu", "temuan", "2024-01-08T16:00Z", "WITA", "2024-01-16", "2024-01-16T16:00Z" },
            { "pemilu", "temuan", "2024-01-08T15:00Z", "WIT", "2024-01-16", "2024-01-16T15:00Z" },
            { "pemilu", "temuan", "2024-01-08T14:59Z", "WIT", "2024-01-15", "2024-01-15T15:00Z" },
            { "pemilu", "temuan", "2024-02-08T03:00Z", "WIB", "2024-02-15", "2024-02-15T17:00Z" },
            { "pemilu", "temuan", "2023-12-28T03:00Z", "WIB", "2024-01-04", "2024-01-04T17:00Z" },
            { "pemilu", "temuan", "2024-02-25T03:00Z", "WIB", "2024-03-03", "2024-03-03T17:00Z" },
            { "pemilu", "laporan", "2024-02-05T03:00Z", "WIB", "2024-02-12", "2024-02-12T17:00Z" },
            { "pemilu", "laporan", "2024-02-29T20:00Z", "WIT", "2024-03-08", "2024-03-08T15:00Z" },
            { "pemilu", "kajian_awal", "2024-02-09T03:00Z", "WIB", "2024-02-11", "2024-02-11T17:00Z" },
            { "pemilu", "kajian_awal", "2024-02-07T17:30Z", "WIB", "2024-02-10", "2024-02-10T17:00Z" },
            { "pemilu", "tindak_lanjut", "2024-01-08T03:00Z", "WIB", "2024-01-17", "2024-01-17T17:00Z" },
            { "pemilu", "tindak_lanjut", "2024-01-05T03:00Z", "WIB", "2024-01-16", "2024-01-16T17:00Z" },
            { "pemilu", "tindak_lanjut", "2024-02-07T03:00Z", "WIB", "2024-02-20", "2024-02-20T17:00Z" },
            { "pemilu", "tindak_lanjut", "2024-02-13T03:00Z", "WITA", "2024-02-23", "2024-02-23T16:00Z" },
            { "pemilu", "tindak_lanjut", "2024-01-06T03:00Z", "WIB", "2024-01-16", "2024-01-16T17:00Z" },
            { "pemilu", "tindak_lanjut_tambahan", "2024-01-08T03:00Z", "WIB", "2024-01-26", "2024-01-26T17:00Z" },
            { "pemilu", "tindak_lanjut_tambahan", "2024-02-07T03:00Z", "WIB", "2024-02-29", "2024-02-29T17:00Z" },
            { "pemilu", "tindak_lanjut_tambahan", "2024-03-04T03:00Z", "WIB", "2024-03-25", "2024-03-25T17:00Z" },
            { "pilkada", "temuan", "2024-09-22T01:00Z", "WIB", "2024-09-29", "2024-09-29T17:00Z" },
            { "pilkada", "temuan", "2024-09-25T16:30Z", "WIB", "2024-10-02", "2024-10-02T17:00Z" },
            { "pilkada", "temuan", "2024-09-25T16:30Z", "WITA", "2024-10-03", "2024-10-03T16:00Z" },
            { "pilkada", "temuan", "2024-11-23T02:00Z", "WIT", "2024-11-30", "2024-11-30T15:00Z" },
            { "pilkada", "temuan", "2024-11-20T02:00Z", "WIB", "2024-11-27", "2024-11-27T17:00Z" },
            { "pilkada", "laporan", "2024-10-31T02:00Z", "WITA", "2024-11-07", "2024-11-07T16:00Z" },
            { "pilkada", "laporan", "2024-12-25T02:00Z", "WIB", "2025-01-01", "2025-01-01T17:00Z" },
            { "pilkada", "kajian_awal", "2024-11-26T02:00Z", "WIB", "2024-11-28", "2024-11-28T17:00Z" },
            { "pilkada", "keputusan", "2024-10-04T02:00Z", "WIB", "2024-10-07", "2024-10-07T17:00Z" },
            { "pilkada", "keputusan", "2024-11-26T23:30Z", "WIT", "2024-11-30", "2024-11-30T15:00Z" },
            { "pilkada", "keputusan_tambahan", "2024-10-04T02:00Z", "WIB", "2024-10-09", "2024-10-09T17:00Z" },
            { "pilkada", "keputusan_tambahan", "2024-12-30T18:00Z", "WIB", "2025-01-05", "2025-01-05T17:00Z" },
            { "sbt", "verifikasi", "2024-10-07T02:00Z", "WIB", "2024-10-14", "2024-10-14T17:00Z" },
            { "sbt", "kajian_bawaslu", "2024-10-10T02:00Z", "WIB", "2024-10-15", "2024-10-15T17:00Z" },
            { "sbt", "kajian_bawaslu", "2024-11-25T02:00Z", "WIB", "2024-11-28", "2024-11-28T17:00Z" },
            { "sbt", "kajian_bawaslu", "2024-12-24T02:00Z", "WIB", "2024-12-30", "2024-12-30T17:00Z" },
            { "sbt", "kajian_bawaslu", "2025-03-28T02:00Z", "WIB", "2025-04-04", "2025-04-04T17:00Z" },
            { "sbt", "kajian_bawaslu", "2025-08-15T02:00Z", "WIB", "2025-08-20", "2025-08-20T17:00Z" },
            { "sbt", "kajian_bawaslu", "2026-03-18T02:00Z", "WITA", "2026-03-24", "2026-03-24T16:00Z" },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void TheLastDayIsTheOneThatTheTableGives(string track, string step, string from, string zone, string lastDay, string at)
    {
        var due = Rules.DueFor(track, step, Moment(from), Zone(zone));

        Assert.Equal(lastDay, due.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(Moment(at), due.At);
        Assert.Equal(TimeSpan.Zero, due.At.Offset);
    }

    [Fact]
    public void AFindingHasSevenDaysOnBothTracks()
    {
        var found = Moment("2024-10-01T03:00Z");

        Assert.Equal(new DateOnly(2024, 10, 8), Rules.DueFor("pilkada", found, Zones.Jakarta).LastDay);
        Assert.Equal(Rules.DueFor("pemilu", found, Zones.Jakarta).At, Rules.DueFor("pilkada", found, Zones.Jakarta).At);
    }

    [Fact]
    public void TheSameMomentIsDueOnAnotherDayFurtherEast()
    {
        var found = Moment("2024-10-01T16:30Z");

        Assert.Equal(new DateOnly(2024, 10, 8), Rules.DueFor("pilkada", found, Zones.Jakarta).LastDay);
        Assert.Equal(new DateOnly(2024, 10, 9), Rules.DueFor("pilkada", found, Zones.Makassar).LastDay);
        Assert.Equal(new DateOnly(2024, 10, 9), Rules.DueFor("pilkada", found, Zones.Jayapura).LastDay);
    }

    [Fact]
    public void JointLeaveAndUnreadHolidaysNeverLengthenADeadline()
    {
        Assert.True(Rules.Deadlines.IsWorkingDay(new DateOnly(2024, 2, 9)));
        Assert.Equal(Surety.Remembered, Rules.Holidays.On(new DateOnly(2024, 11, 27))!.Mark);
        Assert.True(Rules.Deadlines.IsWorkingDay(new DateOnly(2024, 11, 27)));
        Assert.False(Rules.Deadlines.IsWorkingDay(new DateOnly(2024, 2, 14)));
        Assert.False(Rules.Deadlines.IsWorkingDay(new DateOnly(2024, 2, 17)));
    }

    [Fact]
    public void WorkingDaysInAYearWithoutHolidayDataAreSaidToBeUncertain()
    {
        Assert.True(Rules.DueFor("sbt", "kajian_bawaslu", Moment("2026-11-02T03:00Z"), Zones.Jakarta).HolidaysKnown);
        Assert.False(Rules.DueFor("sbt", "kajian_bawaslu", Moment("2026-12-30T03:00Z"), Zones.Jakarta).HolidaysKnown);
        Assert.True(Rules.DueFor("sbt", "verifikasi", Moment("2026-12-30T03:00Z"), Zones.Jakarta).HolidaysKnown);
    }

    [Fact]
    public void AConflictBetweenSourcesIsShownBesideTheDeadline()
    {
        var due = Rules.DueFor("pemilu", "laporan", Moment("2024-01-08T02:00Z"), Zones.Jakarta);

        Assert.Equal(Agreement.Conflict, due.Rule.Agreement);
        Assert.Contains("hari kerja", due.Rule.Note!.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownStepIsRefused() =>
        Assert.Throws<ArgumentException>(() => Rules.DueFor("pilkada", "tidak_ada", Moment("2024-01-08T02:00Z"), Zones.Jakarta));

    [Theory]
    [InlineData(2024, 18, 10)]
    [InlineData(2025, 17, 11)]
    [InlineData(2026, 17, 8)]
    public void EachYearHasAsManyFreeDaysAsItsDecrees(int year, int holidays, int jointLeave)
    {
        var days = Rules.Holidays.All.Where(holiday => holiday.Date.Year == year && holiday.Mark == Surety.Read).ToList();

        Assert.Equal(holidays, days.Count(day => day.Kind == HolidayKind.LiburNasional));
        Assert.Equal(jointLeave, days.Count(day => day.Kind == HolidayKind.CutiBersama));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string name) => Zones.ById.Values.Single(zone => zone.StandardName == name);
}
