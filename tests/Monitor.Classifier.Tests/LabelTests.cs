namespace Monitor.Classifier.Tests;

public sealed class LabelTests
{
    [Fact]
    public void EveryLabelIsReadBackFromItsWrittenName()
    {
        foreach (var label in Enum.GetValues<Label>())
        {
            Assert.True(LabelNames.TryParse(label.Name(), out var read));
            Assert.Equal(label, read);
        }
    }

    [Fact]
    public void AnUnknownNameIsNotALabel() => Assert.False(LabelNames.TryParse("netral", out _));
}
