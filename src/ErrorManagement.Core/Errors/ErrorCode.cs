using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement;

/// <summary>The stable name of an error: product, family and number, written <c>EM-CORE-001</c>.</summary>
/// <remarks>
/// Immutable; equality is by the three parts, case-sensitive. The default value is no code (<see cref="IsNone"/>).
/// Codes are written by developers, so their cardinality is the number of coded types and they hold no private data.
/// </remarks>
public readonly record struct ErrorCode
{
    /// <summary>The highest number a code can have.</summary>
    public const int MaxNumber = 999;

    /// <summary>The product of the codes of this library.</summary>
    internal const string OwnProduct = "EM";

    private const int MaxPartLength = 16;

    private const int DigitCount = 3;

    private const int MaxTextLength = MaxPartLength + 1 + MaxPartLength + 1 + DigitCount;

    // Weak: a type of a plug-in that is unloaded is not held here.
    private static readonly ConditionalWeakTable<Type, StrongBox<ErrorCode>> Declared = [];

    /// <summary>Makes a code of its three parts.</summary>
    /// <param name="product">1 to 16 characters A-Z and 0-9, the first a letter.</param>
    /// <param name="family">1 to 16 characters A-Z and 0-9, the first a letter.</param>
    /// <param name="number">0 to <see cref="MaxNumber"/>, inclusive.</param>
    /// <exception cref="ArgumentException">A part has another form; the message names the part and the bound.</exception>
    public ErrorCode(string product, string family, int number)
    {
        Product = Part(product, nameof(product));
        Family = Part(family, nameof(family));
        if (number is < 0 or > MaxNumber)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"The number of an error code must be 0 to {MaxNumber}, inclusive; it is {number}.");
        }

        Number = number;
    }

    /// <summary>The product, such as <c>EM</c>; null in the default value.</summary>
    public string? Product { get; }

    /// <summary>The family of errors inside the product, such as <c>CORE</c>; null in the default value.</summary>
    public string? Family { get; }

    /// <summary>The number inside the family, 0 to <see cref="MaxNumber"/>.</summary>
    public int Number { get; }

    /// <summary>Whether this is the default value, which stands for no code.</summary>
    public bool IsNone => Product is null;

    /// <summary>Reads a code such as <c>EM-CORE-001</c>.</summary>
    /// <param name="text">Three parts with dashes between; the last is exactly three digits.</param>
    /// <returns>The code.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another form; the message shows it.</exception>
    public static ErrorCode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var code)
            ? code
            : throw new FormatException($"'{text}' is not an error code. A code reads PRODUCT-FAMILY-000: two parts of 1 to {MaxPartLength} characters A-Z and 0-9 that begin with a letter, then exactly three digits.");
    }

    /// <summary>Reads a code such as <c>EM-CORE-001</c>.</summary>
    /// <param name="text">The text; null is no code.</param>
    /// <param name="code">The code, or the default value when there is none.</param>
    /// <returns>Whether <paramref name="text"/> is a code.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ErrorCode code)
    {
        code = default;
        var parts = text is { Length: <= MaxTextLength } ? text.Split('-') : null;
        if (parts is not [var product, var family, { Length: DigitCount } digits] || !IsPart(product) || !IsPart(family) || !digits.All(char.IsAsciiDigit))
        {
            return false;
        }

        code = new ErrorCode(product, family, int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>The code that a type of exception declares by <see cref="ErrorCodeAttribute"/>, on itself or on its nearest base class.</summary>
    /// <param name="exceptionType">The type; no instance is needed.</param>
    /// <returns>The code.</returns>
    /// <exception cref="ArgumentException">Neither the type nor a base class declares a code.</exception>
    /// <exception cref="FormatException">The declared code has another form; the message shows it.</exception>
    public static ErrorCode Of(Type exceptionType)
    {
        if (TryOf(exceptionType, out var code))
        {
            return code;
        }

        code = ReadDeclared(exceptionType); // throws for a malformed code, and says which
        return code.IsNone
            ? throw new ArgumentException($"{exceptionType} declares no error code: put [ErrorCode(\"PRODUCT-FAMILY-000\")] on it.", nameof(exceptionType))
            : code;
    }

    /// <summary>The code that a type of exception declares.</summary>
    /// <typeparam name="T">The type of exception.</typeparam>
    /// <returns>The code.</returns>
    /// <exception cref="ArgumentException">Neither the type nor a base class declares a code.</exception>
    /// <exception cref="FormatException">The declared code has another form; the message shows it.</exception>
    public static ErrorCode Of<T>()
        where T : Exception => Of(typeof(T));

    /// <summary>The code that a type of exception declares by <see cref="ErrorCodeAttribute"/>, on itself or on its nearest base class.</summary>
    /// <param name="exceptionType">The type.</param>
    /// <param name="code">The code, or the default value when there is none.</param>
    /// <returns>
    /// Whether there is one. A malformed code counts as none, because this is asked while an error is being handled;
    /// <see cref="Of(Type)"/> and <see cref="ErrorCodes"/> report it. Looked up once a type, then kept; safe on any thread.
    /// </returns>
    public static bool TryOf(Type exceptionType, out ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(exceptionType);
        code = Declared.GetValue(exceptionType, static type =>
        {
            try
            {
                return new StrongBox<ErrorCode>(ReadDeclared(type));
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
                return new StrongBox<ErrorCode>();
            }
        }).Value;
        return !code.IsNone;
    }

    /// <summary>The code as it is written, such as <c>EM-CORE-001</c>; empty for no code.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        IsNone ? "" : string.Create(CultureInfo.InvariantCulture, $"{Product}-{Family}-{Number:000}");

    private static ErrorCode ReadDeclared(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetCustomAttribute<ErrorCodeAttribute>(inherit: false) is { } attribute)
            {
                return attribute.Code;
            }
        }

        return default;
    }

    private static string Part(string value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return IsPart(value)
            ? value
            : throw new ArgumentException($"The {name} of an error code must be 1 to {MaxPartLength} characters A-Z and 0-9 that begin with a letter; it is '{value}'.", name);
    }

    private static bool IsPart(string value) =>
        value.Length is > 0 and <= MaxPartLength && char.IsAsciiLetterUpper(value[0]) && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
