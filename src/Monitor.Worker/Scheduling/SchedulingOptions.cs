using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Monitor.Worker.Scheduling;

/// <summary>When jobs run.</summary>
internal sealed class SchedulingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Scheduling";

    /// <summary>How often the daemon looks for sources that are due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    [Description("How often the daemon looks for sources that are due. How often one source is asked is its own interval.")]
    public TimeSpan CollectEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the daemon looks for kept posts that X is to be asked after.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    [Description("How often the daemon looks for kept X posts to ask after. Each is asked after once a day.")]
    public TimeSpan TakedownEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a stop may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    [Description("How long running work may take to come to an end after SIGTERM or SIGINT before it is cut off; nothing is lost by that.")]
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(8);
}
