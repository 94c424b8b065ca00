using System.Runtime.CompilerServices;

namespace ErrorManagement.Classification;

/// <summary>What can be said of a type of exception without an instance: found once, then kept as long as the type.</summary>
internal sealed class TypeTraits
{
    private static readonly ConditionalWeakTable<Type, TypeTraits> Known = [];

    private TypeTraits(Type type)
    {
        Code = ErrorCode.TryOf(type, out var code) ? code : default;
        for (var current = type; current is not null && current != typeof(Exception) && NameCategory == ErrorCategory.Unknown; current = current.BaseType)
        {
            NameCategory = NamePhrases.Table.LastIn(current.Name);
        }

        NameWarns = type.Name.Contains("timeout", StringComparison.OrdinalIgnoreCase) || type.Name.Contains("connection", StringComparison.OrdinalIgnoreCase);
        IsBadHttpRequest = DerivesFrom(type, "Microsoft.AspNetCore.Http.BadHttpRequestException");
    }

    /// <summary>The code that the type declares, or none.</summary>
    public ErrorCode Code { get; }

    /// <summary>What the type's name says, or the name of its nearest base that says something.</summary>
    public ErrorCategory NameCategory { get; }

    /// <summary>Whether the name alone makes it no more than a warning.</summary>
    public bool NameWarns { get; }

    /// <summary>Whether it is the web server's complaint about a request, which is an IOException only by descent.</summary>
    public bool IsBadHttpRequest { get; }

    public static TypeTraits Of(Exception exception) => Known.GetValue(exception.GetType(), static type => new TypeTraits(type));

    private static bool DerivesFrom(Type type, string fullName)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName == fullName)
            {
                return true;
            }
        }

        return false;
    }
}
