using Monitor.Worker.Export;

namespace Monitor.Worker.Tests.Export;

/// <summary>docs/bkn-export.md is the contract with the recipient: what it says is what the code does.</summary>
public sealed class BknPageTests
{
    private static IReadOnlyList<string[]> Table { get; } =
    [
        .. File.ReadLines(Path.Combine(Shared.Repository, "docs", "bkn-export.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 8 && int.TryParse(cells[1], out _)),
    ];

    [Fact]
    public void ThePageListsTheColumnsOfTheCodeInTheirOrder()
    {
        Assert.Equal(Columns.All.Select(column => $"`{column.Name}`"), Table.Select(cells => cells[2]));
        Assert.Equal(Enumerable.Range(1, Columns.All.Count).Select(number => $"{number}"), Table.Select(cells => cells[1]));
    }

    [Fact]
    public void ThePageSaysWhichColumnsAreAlwaysFilled() =>
        Assert.Equal(
            Columns.All.Where(column => column.Always).Select(column => $"`{column.Name}`"),
            Table.Where(cells => cells[6].StartsWith("always filled", StringComparison.Ordinal)).Select(cells => cells[2])
        );

    [Fact]
    public void ThePageSaysWhichColumnsACorrectionIsFor() =>
        Assert.Equal(
            Columns.All.Where(column => column.Corrected).Select(column => $"`{column.Name}`"),
            Table.Where(cells => cells[3].StartsWith("**c**", StringComparison.Ordinal)).Select(cells => cells[2])
        );
}
