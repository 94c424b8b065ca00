namespace ErrorManagement;

/// <summary>One code that several types declare.</summary>
/// <param name="Code">The code.</param>
/// <param name="Types">The types that declare it, two or more, in order of their full names.</param>
public sealed record DuplicateErrorCode(ErrorCode Code, IReadOnlyList<Type> Types)
{
    /// <summary>The mistake in words: the code, then all types that declare it.</summary>
    /// <returns>A text for a test's output or a start-up error, such as <c>SHOP-PAY-001 is declared by Shop.A and Shop.B</c>.</returns>
    public override string ToString() => $"{Code} is declared by {string.Join(" and ", Types.Select(type => type.FullName))}";
}
