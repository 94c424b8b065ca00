namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A way to where an exception came from: it ends at an instruction that throws it.</summary>
/// <param name="thrown">The exception's type.</param>
/// <param name="isStrict">Whether only what is made right there counts, or what the runtime throws itself; otherwise also what may be of that type.</param>
internal sealed class ThrowGoal(Type thrown, bool isStrict) : IPathGoal
{
    private readonly FaultKinds _faults = FaultsOf(thrown);

    public ICodeMethod? End => null;

    /// <summary>The instructions for which the runtime throws a type itself.</summary>
    public static FaultKinds FaultsOf(Type thrown)
    {
        if (thrown == typeof(NullReferenceException))
        {
            return FaultKinds.NullReference;
        }

        if (thrown == typeof(IndexOutOfRangeException))
        {
            return FaultKinds.IndexOutOfRange;
        }

        if (thrown == typeof(DivideByZeroException))
        {
            return FaultKinds.DivideByZero;
        }

        if (thrown == typeof(OverflowException))
        {
            return FaultKinds.Overflow;
        }

        if (thrown == typeof(InvalidCastException))
        {
            return FaultKinds.InvalidCast;
        }

        if (thrown == typeof(ArrayTypeMismatchException))
        {
            return FaultKinds.ArrayTypeMismatch;
        }

        if (thrown == typeof(OutOfMemoryException))
        {
            return FaultKinds.OutOfMemory;
        }

        return thrown.IsAssignableTo(typeof(TypeLoadException)) || thrown == typeof(TypeInitializationException) || thrown.IsAssignableTo(typeof(MemberAccessException))
            || thrown.IsAssignableTo(typeof(FileNotFoundException)) || thrown == typeof(BadImageFormatException)
            ? FaultKinds.Loading
            : FaultKinds.None;
    }

    /// <summary>Whether all instructions of a method for which the runtime throws may share the code that does it, so that the place says nothing. The others call a helper right there.</summary>
    public static bool SharePlace(FaultKinds kinds) => (kinds & (FaultKinds.NullReference | FaultKinds.IndexOutOfRange | FaultKinds.DivideByZero | FaultKinds.Overflow)) != 0;

    public int SiteIn(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed)
    {
        foreach (var site in code.Throws)
        {
            if (scope.Holds(site.Offset) && Throws(site))
            {
                return site.Offset;
            }
        }

        if (_faults != FaultKinds.None)
        {
            foreach (var fault in code.Faults)
            {
                if (scope.Holds(fault.Offset) && (fault.Kinds & _faults) != 0)
                {
                    return fault.Offset;
                }
            }
        }

        return -1;
    }

    private bool Throws(CodeThrow site) =>
        site.IsExact ? IsThat(site.Type) : !isStrict && (site.Type is null || site.Type.IsAssignableFrom(thrown));

    private bool IsThat(Type? made) =>
        made == thrown || (thrown.IsConstructedGenericType && made is { IsGenericType: true } && made.GetGenericTypeDefinition() == thrown.GetGenericTypeDefinition());
}
