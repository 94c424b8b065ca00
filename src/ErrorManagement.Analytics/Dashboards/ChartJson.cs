using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Dashboards;

/// <summary>Writes charts as JSON.</summary>
internal static class ChartJson
{
    private static readonly DashboardJson OneLine = new(new JsonSerializerOptions { Encoder = JsonForm.Encoder, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    private static readonly DashboardJson Indented = new(new JsonSerializerOptions
    {
        Encoder = JsonForm.Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    });

    public static string Text<T>(T data, Func<DashboardJson, JsonTypeInfo<T>> form, bool indented) => JsonSerializer.Serialize(data, form(indented ? Indented : OneLine));

    public static Task WriteAsync<T>(Stream destination, T data, Func<DashboardJson, JsonTypeInfo<T>> form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return JsonSerializer.SerializeAsync(destination, data, form(OneLine), cancellationToken);
    }

    /// <summary>A text as JSON can hold it.</summary>
    public static string Valid(string text) => JsonValueWriter.Valid(text);

    public static string? ValidOrNull(string? text) => text is null ? null : Valid(text);

    /// <summary>A number as JSON can hold it: null for what is none, which a registry of another make may bring.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? value : null;
}
