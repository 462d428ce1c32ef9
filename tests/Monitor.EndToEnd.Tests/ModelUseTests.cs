using System.Text.Json;
using Monitor.Worker.Tests;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// Champion and challenger over the built program: which model is in use is decided by rows that neither saw. The program is this test's
/// own copy, because its model is really replaced.
/// </summary>
public sealed class ModelUseTests : IDisposable
{
    private const string Header = "id\tsource\tlabel\tdoubt\ttext";
    private readonly BuiltProgram _program = new();
    private readonly TempFolder _files = new();

    private string InUse => _program.PathOf(Path.Combine("models", "netralitas", "model.bin"));

    public void Dispose()
    {
        _program.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task AWorseChallengerIsRefusedAndABetterOneTakesThePlaceOfTheOldWhichIsKept()
    {
        var shipped = await File.ReadAllBytesAsync(InUse, TestContext.Current.CancellationToken);
        var champion = await InfoAsync();

        // A district's own code for a candidate, which the shipped model cannot know; the other file has it the wrong way round.
        var heldOut = Rows("uji.tsv", 400, 460, support: "dukungan", fishing: "non_politik");
        var backwards = await TrainAsync("mundur.bin", Rows("mundur.tsv", 0, 300, support: "non_politik", fishing: "dukungan"));
        var refused = await _program.RunAsync("model", "use", backwards, "--held-out", heldOut, "--json");
        Assert.Equal((1, ""), (refused.Code, refused.Error));
        Assert.False(JsonElement.Parse(refused.Out).GetProperty("used").GetBoolean());
        Assert.Equal(shipped, await File.ReadAllBytesAsync(InUse, TestContext.Current.CancellationToken));
        Assert.Equal(champion, await InfoAsync());

        var knowing = await TrainAsync("paham.bin", Rows("paham.tsv", 0, 300, support: "dukungan", fishing: "non_politik"));
        var accepted = await _program.RunAsync("model", "use", knowing, "--held-out", heldOut, "--json");
        Assert.Equal((0, ""), (accepted.Code, accepted.Error));
        var answer = JsonElement.Parse(accepted.Out);
        Assert.True(answer.GetProperty("used").GetBoolean());
        Assert.Equal(champion, answer.GetProperty("champion").GetString());
        Assert.True(answer.GetProperty("onlyChallenger").GetInt32() > answer.GetProperty("onlyChampion").GetInt32());
        Assert.Equal(answer.GetProperty("challenger").GetString(), await InfoAsync());
        Assert.NotEqual(champion, await InfoAsync());
        Assert.Equal(
            await File.ReadAllBytesAsync(knowing, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(InUse, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            shipped,
            await File.ReadAllBytesAsync(
                Path.Combine(Path.GetDirectoryName(InUse)!, $"model-{champion}.bin"),
                TestContext.Current.CancellationToken
            )
        );
    }

    private async Task<string> InfoAsync()
    {
        var info = await _program.RunAsync("model", "info", "--json");
        Assert.Equal(0, info.Code);
        return JsonElement.Parse(info.Out).GetProperty("version").GetString()!;
    }

    private async Task<string> TrainAsync(string name, string rows)
    {
        var made = _files[name];
        var train = await _program.RunAsync("model", "train", rows, "--out", made, "--json");
        Assert.True(train.Code == 0, train.Error);
        return made;
    }

    private string Rows(string name, int from, int to, string support, string fishing)
    {
        string[] places = ["dermaga", "muara", "tambak", "pasar ikan", "balai nelayan", "teluk"];
        string[] days = ["Senin", "Rabu", "Jumat", "Minggu"];
        var rows = Enumerable
            .Range(from, to - from)
            .Select(i =>
            {
                var (place, day) = (places[i % places.Length], days[i / 2 % days.Length]);
                return i % 2 == 0
                    ? $"r{i}\twa\t{support}\t0\tjangan lupa hari {day} di {place}, kita dayung perahu Kapten sampai ke seberang, regu {i}"
                    : $"r{i}\twa\t{fishing}\t0\thari {day} mancing di {place}, bawa umpan udang dan termos kopi, joran {i}";
            });
        var file = _files[name];
        File.WriteAllLines(file, [Header, .. rows]);
        return file;
    }
}
