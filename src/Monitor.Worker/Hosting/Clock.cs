using System.Diagnostics.CodeAnalysis;

namespace Monitor.Worker.Hosting;

/// <summary>The one place that names the machine's clock. Everything else is handed a <see cref="TimeProvider"/>.</summary>
internal static class Clock
{
    /// <summary>The machine's clock.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This is the one place.")]
    public static TimeProvider Machine => TimeProvider.System;
}
