namespace QuickStart;

/// <summary>What the server said.</summary>
/// <param name="Text">The text.</param>
/// <param name="Number">The how many-th answer of the server it is; 0 for the one that was there before the first.</param>
internal sealed record Answer(string Text, int Number);
