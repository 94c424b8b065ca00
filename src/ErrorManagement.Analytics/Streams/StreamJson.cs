using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Streams;

/// <summary>How the data of events are written; generated, so that it works ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(ErrorEventData))]
[JsonSerializable(typeof(CircuitEventData))]
[JsonSerializable(typeof(PerformanceEventData))]
[JsonSerializable(typeof(StatusEventData))]
[JsonSerializable(typeof(HeartbeatEventData))]
[JsonSerializable(typeof(DroppedEventData))]
[JsonSerializable(typeof(FailedEventData))]
internal sealed partial class StreamJson : JsonSerializerContext;
