using System.Text.Json.Serialization;

namespace ErrorManagement.CircuitBreakers;

/// <summary>How <see cref="SavedCircuits"/> are written; generated, so that it works ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SavedCircuits))]
internal sealed partial class SavedCircuitsJson : JsonSerializerContext;
