namespace QuickStart;

/// <summary>What a call of the client brought.</summary>
/// <param name="Text">The answer.</param>
/// <param name="FromCache">Whether the fallback gave it.</param>
internal sealed record Answer(string Text, bool FromCache);
