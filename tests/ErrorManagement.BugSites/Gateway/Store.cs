namespace ErrorManagement.BugSites.Gateway;

/// <summary>Code that is shared between types of objects, and made anew for each type of values.</summary>
internal sealed class Store<T>
{
    public T Load(int i) => i >= 0 ? throw new KeyNotFoundException("The store has no such entry.") : Keep(default!);

    private T Keep(T value) => value;
}
