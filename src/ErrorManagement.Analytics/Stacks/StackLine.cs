namespace ErrorManagement.Analytics;

/// <summary>One line of a stack.</summary>
/// <param name="Text">The line as text, such as <c>   at Shop.Checkout.PayAsync(Order order) in Checkout.cs:line 17</c>. At most 1,024 characters. Many different values; holds names and paths of the program.</param>
/// <param name="IsOwn">Whether it is the application's own code: a frame of an assembly that is neither part of .NET (System, Microsoft) nor of this library. False for lines that are no frames.</param>
public sealed record StackLine(string Text, bool IsOwn);
