using System.Text.Encodings.Web;
using System.Text.Json;

namespace Monitor.Worker.Api;

/// <summary>JSON as the socket speaks it and every verb prints it.</summary>
internal static class Json
{
    /// <summary>camelCase, readable Indonesian, one document a line.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
