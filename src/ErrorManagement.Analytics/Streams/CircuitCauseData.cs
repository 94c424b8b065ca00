namespace ErrorManagement.Analytics.Streams;

/// <summary>One kind of failure behind an opening, as an event tells it.</summary>
internal sealed record CircuitCauseData(string ErrorType, string? Code, int Count, string? ErrorId);
