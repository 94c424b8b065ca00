using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Names of layers as they are kept.</summary>
internal static class LayerNames
{
    public const int MaxLength = 128;

    /// <summary>What stands for a layer that was not said.</summary>
    public const string Unknown = "unknown";

    /// <summary>What counts for the layers without settings that came when there was no place for one more.</summary>
    public const string Others = "(other)";

    /// <summary>A name as it is kept: never blank, bounded.</summary>
    public static string Of(string? layer) => string.IsNullOrWhiteSpace(layer) ? Unknown : BoundedText.Cut(layer, MaxLength);
}
