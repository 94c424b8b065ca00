namespace ErrorManagement.Core.Tests.Recovery;

/// <summary>An exception whose members throw.</summary>
internal sealed class UnreadableException : Exception
{
    public override string Message => throw new InvalidOperationException("the message of a message");

    public override string? StackTrace => throw new InvalidOperationException("the stack of a stack");

    public override string ToString() => throw new InvalidOperationException("the text of a text");
}
