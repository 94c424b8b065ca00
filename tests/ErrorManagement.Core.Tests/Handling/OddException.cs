namespace ErrorManagement.Core.Tests.Handling;

/// <summary>Nothing about it says what it means.</summary>
internal sealed class OddException() : Exception("what");
