using System.ComponentModel.DataAnnotations;
using Monitor.Worker.Language;

namespace Monitor.Worker.Configuration;

/// <summary>A problem of the configuration that is put in both languages, for rules that no attribute can say.</summary>
internal sealed class SpokenResult(Sentence sentence, string member) : ValidationResult(sentence.En, [member])
{
    /// <summary>The rule, as it follows the name of the setting.</summary>
    public Sentence Sentence { get; } = sentence;
}
