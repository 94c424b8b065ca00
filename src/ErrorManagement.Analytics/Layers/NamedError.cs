namespace ErrorManagement.Analytics.Layers;

/// <summary>Stands for an error that is no exception where a recovery strategy needs one.</summary>
internal sealed class NamedError(string errorType, string message) : Exception($"{errorType}: {message}");
