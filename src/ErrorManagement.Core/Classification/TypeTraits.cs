using System.Reflection;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Classification;

/// <summary>What can be said of a type of exception without an instance: found once, then kept as long as the type.</summary>
internal sealed class TypeTraits
{
    private const int RecentCount = 256;

    private static readonly ConditionalWeakTable<Type, TypeTraits> Known = [];

    // One place for each remainder of a hash: found without a lock and in a few nanoseconds, which the table above is not.
    private static readonly TypeTraits?[] Recent = new TypeTraits?[RecentCount];

    private readonly Type _type;

    private TypeTraits(Type type)
    {
        _type = type;
        Code = ErrorCode.TryOf(type, out var code) ? code : default;
        (Family, Category) = KnownTypes.Of(type);
        for (var current = type; current is not null && current != typeof(Exception) && NameCategory == ErrorCategory.Unknown; current = current.BaseType)
        {
            NameCategory = NamePhrases.Table.LastIn(current.Name);
        }

        Severity = SeverityRules.OfType(type);
        IsFatal = FatalErrors.Includes(type);
        IsWrapping = Family == ExceptionFamily.Aggregate || typeof(TargetInvocationException).IsAssignableFrom(type);
        IsOwn = Family is ExceptionFamily.Coded or ExceptionFamily.Resilience && Code.Product == ErrorCode.OwnProduct;
        MayHaveStatus = Family is ExceptionFamily.HttpRequest or ExceptionFamily.WebRequest or ExceptionFamily.WebSocket;
        HasHResultOfSystem = Family is ExceptionFamily.Native or ExceptionFamily.External or ExceptionFamily.Database or ExceptionFamily.WebSocket || type == typeof(IOException);
        Vendor = Family == ExceptionFamily.Database ? DatabaseNumbers.VendorOf(type.Name) : null;
    }

    /// <summary>The code that the type declares, or none.</summary>
    public ErrorCode Code { get; }

    /// <summary>Which members say more.</summary>
    public ExceptionFamily Family { get; }

    /// <summary>What the type itself decides; unknown when it does not.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What the type's name says, or the name of its nearest base that says something.</summary>
    public ErrorCategory NameCategory { get; }

    /// <summary>How bad it is, when an instance does not say.</summary>
    public ErrorSeverity Severity { get; }

    /// <summary>Whether the process itself is in danger.</summary>
    public bool IsFatal { get; }

    /// <summary>Whether it is mere wrapping: what is inside is the error.</summary>
    public bool IsWrapping { get; }

    /// <summary>Whether it is one of the library's own coded errors.</summary>
    public bool IsOwn { get; }

    /// <summary>Whether an instance may carry an HTTP status.</summary>
    public bool MayHaveStatus { get; }

    /// <summary>Whether the HRESULT of an instance comes from the system, not from the type.</summary>
    public bool HasHResultOfSystem { get; }

    /// <summary>The database system that has numbers of its own for errors and no SQLSTATE; null for all other types.</summary>
    public string? Vendor { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TypeTraits Of(Exception exception)
    {
        var type = exception.GetType();
        var recent = Recent[RuntimeHelpers.GetHashCode(type) & (RecentCount - 1)];
        return recent is not null && ReferenceEquals(recent._type, type) ? recent : Find(type);
    }

    private static TypeTraits Find(Type type)
    {
        var found = Known.GetValue(type, static type => new TypeTraits(type));
        if (!type.IsCollectible)
        {
            // A type of a plug-in that can be unloaded must not be held.
            Recent[RuntimeHelpers.GetHashCode(type) & (RecentCount - 1)] = found;
        }

        return found;
    }
}
