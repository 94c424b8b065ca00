namespace QuickStart;

/// <summary>The input cannot be used; the message is one sentence for the person at the console.</summary>
internal sealed class InputException(string message) : Exception(message);
