namespace ErrorManagement.Analytics.Stacks;

/// <summary>One entry of a folded stack: a frame, or a word on frames that are not there.</summary>
/// <typeparam name="T">What stands for a frame.</typeparam>
/// <param name="Frame">The frame; null for a word on missing ones.</param>
/// <param name="Above">How many entries above came again; 0 when frames were left out without coming again.</param>
/// <param name="Times">How often they came again, or how many frames were left out.</param>
internal readonly record struct StackEntry<T>(T? Frame, int Above, int Times)
    where T : class
{
    public static StackEntry<T> Of(T frame) => new(frame, 0, 0);

    public static StackEntry<T> Again(int above, int times) => new(null, above, times);

    public static StackEntry<T> LeftOut(int frames) => new(null, 0, frames);
}
