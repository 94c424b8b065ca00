// Removed, with the two Compile items of the project, when Program.cs and Composition.cs compile.
return 0;
