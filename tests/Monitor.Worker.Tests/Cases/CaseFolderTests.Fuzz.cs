using Monitor.Worker.Cases.Carried;
using Monitor.Worker.Evidence.Warc;
using Monitor.Worker.Tests.Collection;

namespace Monitor.Worker.Tests.Cases;

/// <content>Folders and archives that somebody damaged, from a fixed seed.</content>
public abstract partial class CaseFolderTests
{
    [Fact]
    public async Task FolderWithADamagedFileIsCheckedToTheEndWhateverTheDamage()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var names = Names(carried.Directory);
        var random = new Random(20241008);
        for (var i = 0; i < Mutations.Count(40); i++)
        {
            var path = Path.Combine(carried.Directory, names[i % names.Count]);
            var good = await File.ReadAllBytesAsync(path);
            var bad = Mutations.Damage(good, random);
            await File.WriteAllBytesAsync(path, bad);
            var verdict = await CaseCheck.CheckAsync(carried.Directory, default);
            Assert.True(
                verdict.Faults.Count > 0 || bad.AsSpan().SequenceEqual(good),
                $"{names[i % names.Count]}, damage {i}: nothing was said"
            );
            await File.WriteAllBytesAsync(path, good);
        }
    }

    [Fact]
    public async Task DamagedArchiveIsReadToAFaultAndNeverFurther()
    {
        using var carried = await MakeAsync(await CaseAsync());
        var good = await File.ReadAllBytesAsync(Path.Combine(carried.Directory, "evidence.warc"));
        var random = new Random(28500);
        for (var i = 0; i < Mutations.Count(300); i++)
        {
            using var bad = new MemoryStream(Mutations.Damage(good, random));
            var reading = await WarcReader.ReadAsync(bad, default);
            Assert.True(reading.Records.Count <= 20, $"damage {i} became {reading.Records.Count} records");
        }
    }
}
