namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What is known around the place of a stack where frames may be missing. Not safe on many threads.</summary>
internal sealed class StackSurroundings
{
    /// <summary>The type of the exception.</summary>
    public Type Thrown { get; private set; } = typeof(Exception);

    /// <summary>What any own frame of the stack takes a delegate of, wherever in its code.</summary>
    public List<ICodeMethod> Wide { get; } = [];

    /// <summary>What was handed on so far by the statements that the stack shows.</summary>
    public List<ICodeMethod> Near { get; } = [];

    /// <summary>What the methods that were put back may have handed on.</summary>
    public List<ICodeMethod> PutBack { get; } = [];

    /// <summary>The own frames that were passed, the outermost first.</summary>
    public List<ICodeMethod> Outer { get; } = [];

    /// <summary>The own frames that follow, the outermost first.</summary>
    public List<ICodeMethod> Inner { get; } = [];

    /// <summary>What was handed on, for the exceptions inside this one.</summary>
    public HandedMethods Handed => new([.. Near], [.. PutBack]);

    /// <summary>Begins a stack.</summary>
    public void BeginStack(IReadOnlyList<PlacedFrame> frames, Type thrown)
    {
        Thrown = thrown;
        Wide.Clear();
        foreach (var frame in frames)
        {
            if (frame.Method.IsOwn)
            {
                frame.Method.Code?.AddTaken(CodeScope.All, Wide);
            }
        }
    }

    /// <summary>Begins a segment: a way from where the exception was thrown, or thrown on, to where it was caught.</summary>
    /// <param name="frames">The frames of the stack, the innermost first.</param>
    /// <param name="to">The segment's frames lie before this one.</param>
    /// <param name="handed">What was handed on by the frames of the exception around it.</param>
    public void BeginSegment(IReadOnlyList<PlacedFrame> frames, int to, HandedMethods handed)
    {
        Near.Clear();
        Near.AddRange(handed.Near);
        PutBack.Clear();
        PutBack.AddRange(handed.Put);
        Outer.Clear();
        Inner.Clear();
        for (var i = to - 1; i >= 0; i--)
        {
            if (frames[i].Method.IsOwn)
            {
                Inner.Add(frames[i].Method);
            }
        }
    }

    /// <summary>Passes an own frame: what its statement hands on is there for all further in.</summary>
    public void Pass(PlacedFrame frame)
    {
        Outer.Add(frame.Method);
        Inner.RemoveAt(0);
        frame.Method.Code?.AddTaken(frame.Method.Code.StatementAt(frame.Offset), Near);
    }
}
