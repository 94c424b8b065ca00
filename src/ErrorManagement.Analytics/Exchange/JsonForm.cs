using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>What writer and reader of the JSON forms agree on.</summary>
internal static class JsonForm
{
    /// <summary>Raised when what is written can no longer be read by older readers; members that they may pass over do not raise it.</summary>
    public const int SchemaVersion = 1;

    /// <summary>How many bytes one record may take when it is read.</summary>
    public const int MaxRecordBytes = 16 * 1024 * 1024;

    /// <summary>How deep values may be nested.</summary>
    public const int MaxDepth = 64;

    public const string Schema = "schema_version";
    public const string ExportedAt = "exported_at";
    public const string Application = "application";
    public const string Errors = "errors";
    public const string Count = "count";

    // What turns the direction of a text: it would show what stands behind it in another order.
    private const string TurnsText = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    // What HTML could take for markup stays escaped: an export may end up inside a page.
    public static readonly JavaScriptEncoder Encoder = MakeEncoder();

    public static JsonWriterOptions Indented => new() { Indented = true, NewLine = "\n", Encoder = Encoder };

    public static JsonWriterOptions OneLine => new() { Encoder = Encoder };

    private static JavaScriptEncoder MakeEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters(TurnsText.ToCharArray());
        return JavaScriptEncoder.Create(settings);
    }
}
