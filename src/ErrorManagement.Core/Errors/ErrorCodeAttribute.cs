namespace ErrorManagement;

/// <summary>Gives a type of exception its code: <c>[ErrorCode("SHOP-PAY-001")]</c>.</summary>
/// <param name="code">The code, such as <c>SHOP-PAY-001</c>: product, family, three digits.</param>
/// <exception cref="FormatException">The code has another form; thrown when the attribute is first read.</exception>
/// <remarks>A derived type without an attribute of its own has the code of its base class.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ErrorCodeAttribute(string code) : Attribute
{
    /// <summary>The code.</summary>
    public ErrorCode Code { get; } = ErrorCode.Parse(code);
}
