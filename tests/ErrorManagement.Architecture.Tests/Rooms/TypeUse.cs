namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>One top-level type uses another one of the same assembly.</summary>
/// <param name="From">The user.</param>
/// <param name="To">What it uses.</param>
/// <param name="How">By what: base type, field, code, attribute ...</param>
internal sealed record TypeUse(SourceType From, SourceType To, string How);
