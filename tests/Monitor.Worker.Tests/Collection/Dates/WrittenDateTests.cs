using Monitor.Worker.Collection.Dates;

namespace Monitor.Worker.Tests.Collection.Dates;

public sealed class WrittenDateTests
{
    [Theory]
    // RFC 822 and 2822, and how they go wrong.
    [InlineData("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z")]
    [InlineData("Thu, 1 Jan 04 19:48 GMT", "2004-01-01T19:48:00Z")]
    [InlineData("01 Jan 2004 19:48:21 +0700", "2004-01-01T12:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 19:48:21 EST", "2004-01-02T00:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 19:48:21 PDT", "2004-01-02T02:48:21Z")]
    [InlineData("Thu, 31 Jun 2004 19:48:21 GMT", "2004-07-01T19:48:21Z")]
    [InlineData("Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00:00Z")]
    [InlineData("Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z")]
    [InlineData("Mon, 26 January 2004 16:31:00 GMT+0700 (WIB)", "2004-01-26T09:31:00Z")]
    [InlineData("Thu,01 Jan 2004 19:48:21 Z", "2004-01-01T19:48:21Z")]
    [InlineData("Jan 01, 2004 07:48 PM", "2004-01-01T19:48:00Z")]
    [InlineData("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z")]
    // W3CDTF, RFC 3339, ISO 8601.
    [InlineData("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z")]
    [InlineData("2003-12-31T10:14:55.25+07:00", "2003-12-31T03:14:55.25Z")]
    [InlineData("2003-12-31T10:14:55-0800", "2003-12-31T18:14:55Z")]
    [InlineData("2003-12-31T10:14", "2003-12-31T10:14:00Z")]
    [InlineData("2003-12-31 10:14:55", "2003-12-31T10:14:55Z")]
    [InlineData("2003-12-31", "2003-12-31T00:00:00Z")]
    [InlineData("2003-12", "2003-12-01T00:00:00Z")]
    [InlineData("2003", "2003-01-01T00:00:00Z")]
    [InlineData("20031231", "2003-12-31T00:00:00Z")]
    [InlineData("20031231T101455Z", "2003-12-31T10:14:55Z")]
    [InlineData("2003-335", "2003-12-01T00:00:00Z")]
    [InlineData("2003335", "2003-12-01T00:00:00Z")]
    [InlineData("2004-W01-4", "2004-01-01T00:00:00Z")]
    [InlineData("2004/01/31", "2004-01-31T00:00:00Z")]
    // Numbers only.
    [InlineData("1075852800", "2004-02-04T00:00:00Z")]
    [InlineData("1075852800000", "2004-02-04T00:00:00Z")]
    // Day before month, unless it cannot be.
    [InlineData("07/10/2024, 14:05 WIB", "2024-10-07T07:05:00Z")]
    [InlineData("10/27/2024 14:05", "2024-10-27T14:05:00Z")]
    [InlineData("07.10.2024 14.05", "2024-10-07T14:05:00Z")]
    public void ADateIsReadAsItsWriterMeantIt(string written, string expected) =>
        Assert.Equal(At(expected), WrittenDate.Read(written)?.ToUniversalTime());

    [Theory]
    [InlineData("Senin, 7 Oktober 2024 | 14:05 WIB", "2024-10-07T07:05:00Z")]
    [InlineData("Senin, 07 Okt 2024 14:05 WITA", "2024-10-07T06:05:00Z")]
    [InlineData("Senin, 07 Okt 2024 14.05 WIT", "2024-10-07T05:05:00Z")]
    [InlineData("Jumat, 17 Agustus 2024 pukul 10.00 WIB", "2024-08-17T03:00:00Z")]
    [InlineData("Jum'at, 17 Agustus 2024", "2024-08-16T17:00:00Z")]
    [InlineData("Kompas.com - 07/10/2024, 14:05 WIB", "2024-10-07T07:05:00Z")]
    [InlineData("Diterbitkan Minggu, 3 Nopember 2024 08:00", "2024-11-03T01:00:00Z")]
    [InlineData("Rabu (9/10/2024) 08:15 WIB", "2024-10-09T01:15:00Z")]
    [InlineData("Sabtu 1 Maret 2025", "2025-02-28T17:00:00Z")]
    public void AnIndonesianDateIsReadWithItsZone(string written, string expected) =>
        Assert.Equal(At(expected), WrittenDate.Read(written)?.ToUniversalTime());

    [Fact]
    public void ADateWithoutAZoneIsInTheZoneThatIsGiven() =>
        Assert.Equal(At("2024-10-07T07:05:00Z"), WrittenDate.Read("2024-10-07 14:05", ZoneNames.Wib)?.ToUniversalTime());

    [Fact]
    public void AMonthThatOtherLanguagesShareDoesNotMakeADateIndonesian() =>
        Assert.Equal(At("2018-07-30T00:00:00Z"), WrittenDate.Read("30. Juli 2018")?.ToUniversalTime());

    [Theory]
    [InlineData("2004년 07월 06일 오후 09:12", "2004-07-06T21:12:00Z")]
    [InlineData("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z")]
    [InlineData("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z")]
    [InlineData("lundi 7 octobre 2024 à 14:05", "2024-10-07T14:05:00Z")]
    public void OtherLanguagesAreReadToo(string written, string expected) =>
        Assert.Equal(At(expected), WrittenDate.Read(written)?.ToUniversalTime());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("2 jam yang lalu")]
    [InlineData("kemarin")]
    [InlineData("99/99/9999")]
    [InlineData("12345")]
    [InlineData("2024-13-45")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("Thu, 01 Jan 0001 00:00:00 GMT")]
    public void WhatIsNoDateIsNone(string? written) => Assert.Null(WrittenDate.Read(written));

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant);
}
